import { createLink } from '@tanstack/react-router'
import { Button } from 'antd'

/** A link that looks like a button: one element, with an address to open in a new tab. */
export const ButtonLink = createLink(Button)
